package dev.skiff.engine;

/** How a run is being ended before its time. */
enum Shutdown {
    STOP("Stop"),
    TERMINATE("Terminate");

    /** As Argo writes it in {@code spec.shutdown} and in messages. */
    final String text;

    Shutdown(String text) {
        this.text = text;
    }
}
