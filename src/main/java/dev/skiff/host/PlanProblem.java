package dev.skiff.host;

/** The task asks for something that this executor cannot give; the message is a sentence for the user and becomes the node's. */
final class PlanProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    PlanProblem(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
