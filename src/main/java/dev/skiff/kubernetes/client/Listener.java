package dev.skiff.kubernetes.client;

import java.util.List;

/**
 * Hears how a set of objects is and changes. Called by one thread at a time; returns quickly.
 *
 * @param <T> see {@link ObjectReader}
 */
public interface Listener<T> {

    /** All there are now: at the beginning, and again after the server has forgotten what happened meanwhile. */
    void listed(List<T> all);

    /** One is new, or other than it was. */
    void changed(T object);

    /** One is gone; {@code last} is how it was then. */
    void deleted(T last);

    /** The watch does not work at the moment; it goes on being tried. */
    default void troubled(KubeProblem problem) {}
}
