package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.pod.OutputText;
import java.io.Closeable;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one file out of a container that has ended, from its own layer or from what was mounted there. */
final class OutputReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Go's {@code fs.FileMode}, which the engine's description of a path uses. */
    private static final long DIRECTORY = 1L << 31;

    private static final long SYMBOLIC_LINK = 1L << 27;
    private static final long NOT_REGULAR = DIRECTORY | 1L << 26 | 1L << 25 | 1L << 24 | 1L << 21 | 1L << 19;
    private static final int MAX_LINKS = 40;

    private final EngineApi api;
    private final int limit;

    /** @param limit in bytes; more is not even fetched */
    OutputReader(EngineApi api, int limit) {
        this.api = api;
        this.limit = limit;
    }

    /** What is at a path: its description, and a tar of it. */
    record Found(JsonNode stat, EngineHttp.Stream archive) implements Closeable {
        @Override
        public void close() throws IOException {
            archive.close();
        }
    }

    private static final class TooManyLinks extends IOException {
        private static final long serialVersionUID = 1L;

        TooManyLinks(String path) {
            super(path + " is a symbolic link that leads nowhere (more than " + MAX_LINKS + " links)");
        }
    }

    OutputFile read(String container, String path) throws IOException {
        try (Found found = find(container, path)) {
            return found == null ? new OutputFile.Missing() : file(found.archive(), found.stat(), path);
        } catch (TooManyLinks e) {
            return new OutputFile.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** What the path leads to; null when there is nothing. */
    @Nullable
    Found find(String container, String path) throws IOException {
        String at = path;
        for (int links = 0; links < MAX_LINKS; links++) {
            Optional<EngineHttp.Stream> found = api.archive(container, at);
            if (found.isEmpty()) {
                return null;
            }
            boolean given = false;
            EngineHttp.Stream archive = found.get();
            try {
                JsonNode stat = stat(archive.head());
                if ((stat.path("mode").asLong() & SYMBOLIC_LINK) == 0) {
                    given = true;
                    return new Found(stat, archive);
                }
                at = target(at, stat.path("linkTarget").asText(""));
            } finally {
                if (!given) {
                    archive.close();
                }
            }
        }
        throw new TooManyLinks(path);
    }

    private OutputFile file(EngineHttp.Stream archive, JsonNode stat, String path) throws IOException {
        long mode = stat.path("mode").asLong();
        if ((mode & DIRECTORY) != 0) {
            return OutputText.directory(path);
        }
        if ((mode & NOT_REGULAR) != 0) {
            return OutputText.notRegular(path);
        }
        long size = stat.path("size").asLong();
        if (size > limit) {
            return OutputText.tooLarge(path, size, limit);
        }
        Tar.First first;
        try {
            first = Tar.readFirst(archive.body(), limit);
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw new EngineLostException(
                    "the container engine at " + api.shown() + " stopped in the middle of " + path, e);
        }
        if (first.content().length > limit) {
            return OutputText.tooLarge(path, first.content().length, limit);
        }
        return OutputText.of(path, first.content());
    }

    private static String target(String link, String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int slash = link.lastIndexOf('/');
        return link.substring(0, slash + 1) + target;
    }

    private static JsonNode stat(EngineConnection.Head head) throws IOException {
        String encoded = head.header("x-docker-container-path-stat");
        try {
            JsonNode stat = JSON.readTree(Base64.getDecoder().decode(encoded));
            if (stat != null && stat.has("mode")) {
                return stat;
            }
        } catch (IllegalArgumentException e) {
            throw new EngineException(500, "the engine describes a path in a way that is not understood: " + encoded);
        }
        throw new EngineException(500, "the engine does not describe the path that it sends");
    }
}
