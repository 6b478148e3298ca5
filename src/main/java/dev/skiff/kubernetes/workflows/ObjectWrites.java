package dev.skiff.kubernetes.workflows;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells our own versions of an object from those that others have made. */
final class ObjectWrites {
    private final Set<String> own = new HashSet<>();
    private int underWay;
    private @Nullable WorkflowView parked;
    private String last = "";

    /** A write begins: what is seen meanwhile may be its outcome. */
    synchronized void begin() {
        underWay++;
    }

    /**
     * A write has been answered.
     *
     * @param version of the object after it; empty when it failed
     * @return what somebody else has made meanwhile, null for nothing
     */
    synchronized @Nullable WorkflowView end(String version) {
        underWay--;
        if (!version.isEmpty()) {
            own.add(version);
            last = version;
        }
        WorkflowView view = parked;
        if (view == null || underWay > 0) {
            return null;
        }
        parked = null;
        return own.remove(view.version()) ? null : view;
    }

    /** A version was seen. @return whether somebody else has made it; what cannot be told yet comes out of {@link #end} */
    synchronized boolean isForeign(WorkflowView view) {
        if (own.remove(view.version())) {
            return false;
        }
        if (underWay > 0) {
            parked = view;
            return false;
        }
        return true;
    }

    /** Of the last write; empty before the first. */
    synchronized String last() {
        return last;
    }
}
