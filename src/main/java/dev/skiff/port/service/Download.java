package dev.skiff.port.service;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file to be read once.
 *
 * @param fileName what a browser may call it: {@code result.tgz}
 * @param length in bytes; negative when it is not known
 */
public record Download(String fileName, String contentType, long length, InputStream content) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        content.close();
    }
}
