package dev.skiff.spec;

/**
 * One file, or standard input.
 *
 * @param name as the user gave it; "-" for standard input
 * @param content the bytes as read, not yet checked for anything
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read once and never compared
public record Source(String name, byte[] content) {

    /** Without the content, which may hold secrets. */
    @Override
    public String toString() {
        return "Source[" + name + ", " + content.length + " bytes]";
    }
}
