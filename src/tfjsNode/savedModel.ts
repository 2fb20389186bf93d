// TensorFlow's SavedModel: tfjs-node ran it in TensorFlow's C library, which is not here. It says so, and what to do.

const refuse = (name: string, path: unknown) =>
  new Error(
    `tf.node.${name}: a SavedModel (${String(path).slice(0, 200)}) runs only in TensorFlow's own library, which lanewise/tfjs-node ` +
      "does without. Convert it once, then load it with tf.loadGraphModel: pip install tensorflowjs && " +
      "tensorflowjs_converter --input_format=tf_saved_model SAVED_MODEL_FOLDER WEB_MODEL_FOLDER; " +
      'tf.loadGraphModel("file://WEB_MODEL_FOLDER/model.json")',
  );

/** @throws always: see the message */
export async function getMetaGraphsFromSavedModel(path: string): Promise<never> {
  throw refuse("getMetaGraphsFromSavedModel", path);
}

/** @throws always: see the message */
export async function loadSavedModel(path: string, _tags?: string[], _signature?: string): Promise<never> {
  throw refuse("loadSavedModel", path);
}

/** None can be loaded. */
export function getNumOfSavedModels(): number {
  return 0;
}
