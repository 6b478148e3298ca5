package dev.skiff.artifact;

import dev.skiff.model.Artifact;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.LocalTree;
import dev.skiff.port.service.Download;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Files of stores for who asked for them by name: fetched first, so that what goes wrong is told and not a file cut short. */
record Downloads(Spool spool, Limits limits) {
    private static final String ANY = "application/octet-stream";
    private static final Map<String, String> TYPES = Map.of(
            "tgz", "application/gzip",
            "gz", "application/gzip",
            "zip", "application/zip",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8",
            "log", "text/plain; charset=utf-8");

    Download of(Store store, Artifact artifact, String what) throws ArtifactException, IOException {
        Path fresh = spool.fresh();
        boolean opened = false;
        try {
            Store.Content content = store.fetch(fresh, limits.meter(what, 0));
            Path file = content.path();
            String name = fileName(store, artifact);
            if (Files.isDirectory(file)) {
                file = packed(file, artifact);
                name = artifact.name() + ".tgz";
            }
            Download download =
                    new Download(name, type(name), Files.size(file), new Spooled(file, fresh, content.path()));
            opened = true;
            return download;
        } finally {
            if (!opened) {
                Spool.discard(fresh);
            }
        }
    }

    private Path packed(Path directory, Artifact artifact) throws IOException {
        Path archive = spool.fresh();
        boolean packed = false;
        try {
            Packer.TAR.pack(
                    new LocalTree(directory),
                    Artifact.builder().name(artifact.name()).build(),
                    archive);
            packed = true;
            return archive;
        } finally {
            if (!packed) {
                Spool.discard(archive);
            }
        }
    }

    /** The last part of its place, which for an artifact in the workflow itself is its own name. */
    private static String fileName(Store store, Artifact artifact) {
        String place = store.shown().replaceAll("[?#].*", "").replaceAll("/+$", "");
        String last = place.substring(place.lastIndexOf('/') + 1).replaceAll("[^-._A-Za-z0-9]", "_");
        return last.isEmpty() || artifact.raw() != null ? artifact.name() : last;
    }

    private static String type(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(suffix, ANY);
    }

    /** Deletes what was made for it when it is closed. */
    private static final class Spooled extends FilterInputStream {
        private final Path file;
        private final Path fresh;
        private final Path origin;

        Spooled(Path file, Path fresh, Path origin) throws IOException {
            super(Files.newInputStream(file));
            this.file = file;
            this.fresh = fresh;
            this.origin = origin;
        }

        @Override
        public void close() throws IOException {
            super.close();
            Spool.discard(fresh);
            if (!file.equals(origin)) {
                Spool.discard(file);
            }
        }
    }
}
