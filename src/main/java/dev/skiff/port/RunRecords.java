package dev.skiff.port;

import dev.skiff.model.Workflow;

/** Where the runs that this process drives are recorded. */
public interface RunRecords {

    /**
     * Makes a place for a new run; this process owns it until {@link RunRecord#close}.
     *
     * @throws StoreException when there is a run of this name already, or nothing can be written
     */
    RunRecord create(Workflow workflow, Origin origin);

    /**
     * Takes over a run whose process is dead or has let go of it.
     *
     * @throws StoreException when there is no such run, or a living process drives it
     */
    RunRecord takeOver(String name);

    /** A run could not be begun: forgets what {@link #create} has made. */
    void delete(String name);
}
