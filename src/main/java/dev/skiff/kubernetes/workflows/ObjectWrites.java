package dev.skiff.kubernetes.workflows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells our own versions of an object from those that others have made. */
final class ObjectWrites {
    private final Set<String> own = new HashSet<>();
    private final List<WorkflowView> parked = new ArrayList<>();
    private int underWay;
    private String last = "";

    /** A write begins: what is seen meanwhile may be its outcome. */
    synchronized void begin() {
        underWay++;
    }

    /**
     * A write has been answered.
     *
     * @param version of the object after it; empty when it failed
     * @return the object as it was seen last, when somebody else has changed it meanwhile; else null
     */
    synchronized @Nullable WorkflowView end(String version) {
        underWay--;
        if (!version.isEmpty()) {
            own.add(version);
            last = version;
        }
        if (underWay > 0 || parked.isEmpty()) {
            return null;
        }
        WorkflowView latest = parked.getLast();
        boolean foreign = false;
        for (WorkflowView view : parked) {
            foreign |= !own.remove(view.version());
        }
        parked.clear();
        return foreign ? latest : null;
    }

    /** A version was seen. @return whether somebody else has made it; what cannot be told yet comes out of {@link #end} */
    synchronized boolean isForeign(WorkflowView view) {
        if (underWay > 0) {
            parked.add(view);
            return false;
        }
        return !own.remove(view.version());
    }

    /** Of the last write; empty before the first. */
    synchronized String last() {
        return last;
    }
}
