package dev.skiff.port.service;

/**
 * Takes what a stream gives, one after the other, in its own time: nothing more is made while it works. The thread that gives is
 * interrupted when nobody listens any more.
 */
@FunctionalInterface
public interface Sink<T> {
    void take(T one) throws InterruptedException;
}
