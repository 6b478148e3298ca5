package dev.skiff.local;

import java.nio.file.Path;

/**
 * What is where in the directory of one run.
 *
 * <pre>
 *   workflow.json    as submitted
 *   origin.json      executor, files, options
 *   journal.jsonl    one event a line
 *   status.json      the workflow with its status, replaced as a whole
 *   ended            there when status.json is the last one
 *   logs/NODE/CONTAINER.log
 *   requests/        what other processes ask of it
 *   owner, lock      the process that drives it
 * </pre>
 */
record RunDirectory(Path path) {
    static final String LOG = ".log";

    Path workflow() {
        return path.resolve("workflow.json");
    }

    Path origin() {
        return path.resolve("origin.json");
    }

    Path journal() {
        return path.resolve("journal.jsonl");
    }

    Path status() {
        return path.resolve("status.json");
    }

    Path ended() {
        return path.resolve("ended");
    }

    Path requests() {
        return path.resolve("requests");
    }

    Path logs() {
        return path.resolve("logs");
    }

    /** Node ids are made of a name and a number, and so are plain file names. */
    Path logs(String nodeId) {
        return logs().resolve(nodeId);
    }

    Path log(String nodeId, String container) {
        return logs(nodeId).resolve(container + LOG);
    }
}
