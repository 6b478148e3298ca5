package dev.skiff.archive;

/**
 * What the tables of an archive are like, which other versions of Argo may have made.
 *
 * @param creationTimes whether rows say when their workflow was created; else when it was started is said for it
 * @param summaries whether there is our table with what lists show of workflows
 */
record Schema(boolean creationTimes, boolean summaries) {

    /** SQL for when the workflow of row {@code a} was created. */
    String created() {
        return creationTimes ? "coalesce(a.creationtimestamp, a.startedat)" : "a.startedat";
    }
}
