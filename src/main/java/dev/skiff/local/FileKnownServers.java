package dev.skiff.local;

import dev.skiff.port.StoreException;
import dev.skiff.port.service.KnownServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file for each server in {@code servers/} of the data directory, which the user alone can read. */
public final class FileKnownServers implements KnownServers {
    private static final int LONGEST = 4096;

    private final Path directory;

    /** @param data the data directory; need not be there yet */
    public FileKnownServers(Path data) {
        this.directory = data.resolve("servers");
    }

    @Override
    public void remember(String url, String token) {
        try {
            PrivateFiles.createDirectories(directory);
            PrivateFiles.replace(file(url), token.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StoreException("the server's token cannot be kept in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void forget(String url) {
        try {
            Files.deleteIfExists(file(url));
        } catch (IOException e) {
            System.getLogger("dev.skiff.local")
                    .log(System.Logger.Level.DEBUG, () -> "a server's token stays: " + e.getMessage());
        }
    }

    @Override
    public Optional<String> token(String url) {
        Path file = file(url);
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LONGEST
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path file(String url) {
        return directory.resolve(url.replaceAll("/+$", "").replaceAll("[^A-Za-z0-9.]+", "_"));
    }
}
