// From three answers to a loss, an output activation, and the reasons.

export interface Question {
  readonly key: string;
  readonly text: string;
  readonly answers: readonly { readonly value: string; readonly label: string }[];
}

const WHAT: Question = {
  key: "what",
  text: "What is predicted?",
  answers: [
    { value: "number", label: "A number" },
    { value: "class", label: "Classes" },
    { value: "distribution", label: "A distribution" },
  ],
};

const RANGE: Question = {
  key: "range",
  text: "Which numbers?",
  answers: [
    { value: "any", label: "Any" },
    { value: "magnitudes", label: "Positive, over orders of magnitude" },
  ],
};

const EXCLUSIVE: Question = {
  key: "exclusive",
  text: "How many hold at once?",
  answers: [
    { value: "two", label: "One of two" },
    { value: "one", label: "One of several" },
    { value: "several", label: "Any number of them" },
  ],
};

const KNOWN: Question = {
  key: "known",
  text: "What does the network give?",
  answers: [
    { value: "logits", label: "Logits, one for each class" },
    { value: "probabilities", label: "Probabilities already" },
  ],
};

const OUTLIERS: Question = {
  key: "outliers",
  text: "Are there outliers?",
  answers: [
    { value: "few", label: "Hardly any" },
    { value: "some", label: "Some" },
    { value: "many", label: "Many, and they are noise" },
  ],
};

const BALANCE: Question = {
  key: "balance",
  text: "Are the classes balanced?",
  answers: [
    { value: "balanced", label: "More or less" },
    { value: "rare", label: "Some are rare" },
  ],
};

const FIT: Question = {
  key: "fit",
  text: "If it cannot fit all of it?",
  answers: [
    { value: "cover", label: "Cover all of the target" },
    { value: "seek", label: "Keep to its largest peak" },
  ],
};

/** Always three: the second and the third depend on what is predicted. */
export function questionsFor(what: string): readonly [Question, Question, Question] {
  if (what === "number") return [WHAT, RANGE, OUTLIERS];
  return what === "class" ? [WHAT, EXCLUSIVE, BALANCE] : [WHAT, KNOWN, FIT];
}

export interface Advice {
  /** Names in the table of ops. */
  readonly loss: string;
  readonly activation: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly why: string;
  readonly output: string;
  readonly also: string;
}

type Answers = Readonly<Record<string, string>>;

export function advise(answers: Answers): Advice {
  if (answers.what === "number") return ofNumber(answers);
  return answers.what === "class" ? ofClasses(answers) : ofDistribution(answers);
}

function ofNumber({ range, outliers }: Answers): Advice {
  if (range === "magnitudes") {
    return {
      loss: "meanSquaredLogarithmicError",
      activation: "softplus",
      options: {},
      why: "It compares logarithms: being off by a tenth costs the same for 10 as for 10,000.",
      output: "softplus keeps predictions above 0, and its gradient does not die as relu's does.",
      also:
        outliers === "few"
          ? "Scale the inputs; the target may stay in its own unit."
          : "The logarithm takes most of the weight from large outliers already.",
    };
  }
  const common = {
    activation: "linear",
    options: {},
    output: "Any number may come out: nothing is put behind the last layer.",
    also: "Standardise the target: then a delta and a learning rate mean the same for every data set.",
  };
  if (outliers === "few")
    return {
      ...common,
      loss: "meanSquaredError",
      why: "Smooth, and the best estimate of the mean where errors are about normal.",
    };
  if (outliers === "some")
    return {
      ...common,
      loss: "huber",
      options: { delta: 1 },
      why: "Squared near the target, linear beyond delta: an outlier pulls no harder than that.",
    };
  return {
    ...common,
    loss: "meanAbsoluteError",
    why: "Every row pulls equally hard, however far off: it estimates the median, which outliers hardly move.",
  };
}

function ofClasses({ exclusive, balance }: Answers): Advice {
  const rare = balance === "rare";
  if (exclusive === "one") {
    return {
      loss: "crossEntropy",
      activation: "softmax",
      options: rare ? { classWeights: [1, 1, 4] } : {},
      why: "It takes the logits themselves, so that neither tail is lost; its gradient is probability less truth.",
      output: "softmax, when probabilities are wanted; not before the loss, which has it inside.",
      also: rare
        ? "classWeights weigh a rare class more; the mean is divided by the weights' sum."
        : "labelSmoothing (0.1, say) keeps it from becoming too sure of itself.",
    };
  }
  return {
    loss: "binaryCrossEntropyWithLogits",
    activation: "sigmoid",
    options: rare ? { posWeight: 4 } : {},
    why:
      exclusive === "two"
        ? "One logit is enough for two classes; it takes the logit itself, so that neither tail is lost."
        : "Each class is a question of its own, yes or no: probabilities need not sum to 1.",
    output: "sigmoid, when a probability is wanted; not before the loss, which has it inside.",
    also: rare
      ? "posWeight multiplies what a missed positive costs: about negatives / positives."
      : "The threshold need not be 0.5: choose it on rows that were held out.",
  };
}

function ofDistribution({ known, fit }: Answers): Advice {
  const logits = known === "logits";
  const seek = fit === "seek";
  // Only the divergence of probabilities has a direction.
  if (logits && !seek) {
    return {
      loss: "klDivergenceWithLogits",
      activation: "softmax",
      options: {},
      why: "The forward divergence D(target‖prediction) of the logits' softmax: it spreads over all that the target does.",
      output: "softmax, when the distribution is wanted; not before the loss, which has it inside.",
      also: "Its gradient is that of crossEntropy with probabilities; its value is 0 at a perfect fit.",
    };
  }
  return {
    loss: "klDivergence",
    activation: "softmax",
    options: seek ? { direction: "reverse" } : {},
    why: seek
      ? "The reverse divergence D(prediction‖target): giving mass to what the target never does is what costs."
      : "The forward divergence D(target‖prediction): giving little to what the target does often is what costs.",
    output: logits
      ? "softmax turns the logits into the distribution that the loss compares."
      : "The network ends in softmax: rows sum to 1.",
    also: seek
      ? "Where the target has exactly 0 and the prediction does not it costs ∞: leave a little everywhere in the target."
      : "What the prediction gives no mass to costs ∞ where the target has some: softmax never gives exactly 0 to what it can hold.",
  };
}
