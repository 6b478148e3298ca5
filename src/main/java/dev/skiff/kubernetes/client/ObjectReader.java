package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reads what is needed of one kind of object, and skips the rest.
 *
 * @param <T> what is kept of an object
 */
public interface ObjectReader<T> {

    /**
     * Reads one object to its end.
     *
     * @param parser stands at the object's {@code START_OBJECT}; is left at its {@code END_OBJECT}
     * @throws IOException when it is no JSON; what is merely odd in an object is to be taken in, so that it harms nobody but itself
     */
    T read(JsonParser parser) throws IOException;

    /**
     * The same for readers that look closer at a part of the object later.
     *
     * @param source what the parser reads, in UTF-8, with more around the object; not to be kept for long
     */
    default T read(JsonParser parser, byte[] source) throws IOException {
        return read(parser);
    }

    /**
     * The same for the object of an event, of which nothing more is read afterwards: it may be left before its end.
     *
     * @param source the event alone; may be kept
     */
    default T readEvent(JsonParser parser, byte[] source) throws IOException {
        return read(parser, source);
    }
}
