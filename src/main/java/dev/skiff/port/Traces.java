package dev.skiff.port;

import dev.skiff.model.Workflow;

/** Hears of each workflow that has come to its end. Thread-safe, quick, and never fails: nothing depends on whether somebody listens. */
public interface Traces extends AutoCloseable {

    /** Takes them and forgets them. */
    Traces NONE = new Traces() {
        @Override
        public void ended(Workflow workflow) {}

        @Override
        public void close() {}
    };

    /** @param workflow with its last status and all of its nodes */
    void ended(Workflow workflow);

    /** Hands on what is still to be handed on, for some seconds at most. */
    @Override
    void close();
}
