# Records images.json: small image files, and what reference decoders make of them: djpeg of libjpeg-turbo, and Pillow for GIF and
# BMP. Run by hand (python3 record.py, with Pillow and djpeg); the tests only read what it wrote.

import base64, io, json, random, subprocess
from PIL import Image

WIDTH, HEIGHT = 19, 13
random.seed(7)
photo = Image.new("RGB", (WIDTH, HEIGHT))
photo.putdata([
    (min(255, 14 * x), (x * 31 + y * 17) % 256, random.randrange(256) if (x // 5 + y // 4) % 2 else 40)
    for y in range(HEIGHT) for x in range(WIDTH)
])
text = lambda data: base64.b64encode(bytes(data)).decode()
recorded = {}


def record(name, file, shape, pixels, **more):
    recorded[name] = {"file": text(file), "shape": shape, "pixels": text(pixels), **more}


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def djpeg(file, *options):
    pnm = subprocess.run(["djpeg", "-dct", "int", "-pnm", *options], input=file, stdout=subprocess.PIPE, check=True).stdout
    header = pnm.split(b"\n", 3)
    width, height = map(int, header[1].split())
    return [height, width, 1 if header[0] == b"P5" else 3], header[3]


JPEGS = {
    "4:2:0": dict(quality=85, subsampling=2),
    "4:2:2": dict(quality=85, subsampling=1),
    "4:4:4": dict(quality=95, subsampling=0),
    "progressive": dict(quality=80, progressive=True),
    "coarse": dict(quality=8),
    "plain RGB": dict(quality=90, keep_rgb=True),
}
for name, options in JPEGS.items():
    file = saved(photo, "JPEG", **options)
    shape, pixels = djpeg(file)
    record(f"JPEG {name}", file, shape, pixels, grey=text(djpeg(file, "-grayscale")[1]))
file = saved(photo.convert("L"), "JPEG", quality=90)
shape, pixels = djpeg(file)
record("JPEG grey", file, shape, pixels, grey=text(pixels))
recorded["JPEG CMYK"] = {"file": text(saved(photo.convert("CMYK"), "JPEG"))}

for name, image in {
    "24 bits": photo, "32 bits": photo.convert("RGBA"), "grey": photo.convert("L"), "palette": photo.quantize(100),
    "one bit": photo.convert("1"),
}.items():
    if image.mode == "RGBA":
        image.putalpha(photo.convert("L"))
    file = saved(image, "BMP")
    grey = name in ("grey", "one bit")
    pixels = image if image.mode == "RGBA" else image.convert("L" if grey else "RGB")
    record(f"BMP {name}", file, [HEIGHT, WIDTH, {"RGBA": 4, "L": 1, "RGB": 3}[pixels.mode]], pixels.tobytes())


def frame(step):
    drawn = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    for i in range(5):
        drawn.putpixel(((3 * step + i) % WIDTH, (2 * step + i) % HEIGHT), (50 * i + 5, 255 - 40 * step, 30 * step, 255))
    return drawn


full = [photo.quantize(64), photo.rotate(180).quantize(64), photo.quantize(16)]
sparse = [photo.convert("RGBA")] + [frame(step) for step in range(1, 5)]
for name, frames, options in [
    ("still", full[:1], {}),
    ("full frames", full, {}),
    ("interlaced", full[:1], {"interlace": 1}),
    ("transparent over what was", sparse, {"disposal": 1}),
    ("transparent, cleared each time", sparse, {"disposal": 2}),
    ("transparent, restored each time", sparse, {"disposal": 3}),
]:
    more = {"save_all": True, "append_images": frames[1:], "duration": 100} if len(frames) > 1 else {}
    file = saved(frames[0], "GIF", **more, **options)
    seen, count = b"", 0
    with Image.open(io.BytesIO(file)) as decoded:
        for count in range(getattr(decoded, "n_frames", 1)):
            decoded.seek(count)
            rgba = decoded.convert("RGBA")
            # What shines through is black.
            seen += Image.alpha_composite(Image.new("RGBA", rgba.size, (0, 0, 0, 255)), rgba).convert("RGB").tobytes()
    record(f"GIF {name}", file, [count + 1, HEIGHT, WIDTH, 3], seen)

with open("images.json", "w") as output:
    json.dump(recorded, output, indent=1)
    output.write("\n")
