package dev.skiff.pod;

/**
 * One file of a volume that the kubelet fills.
 *
 * @param mode permission bits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ProvidedFile(int mode, byte[] content) {

    /** Never the content: it may be a secret. */
    @Override
    public String toString() {
        return "%o %d bytes".formatted(mode, content.length);
    }
}
