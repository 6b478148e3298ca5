package dev.skiff.kubernetes.service;

import dev.skiff.port.ArtifactException;
import dev.skiff.port.service.Download;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A store in memory, by S3 key, that opens with the key {@code key} of the Secret {@code store}. */
public final class FakeDepot implements Depot {
    public static final Depot EMPTY = new FakeDepot(Map.of());

    private final Map<String, String> contents;

    FakeDepot(Map<String, String> contents) {
        this.contents = contents;
    }

    @Override
    public Download fetch(Wanted wanted, Readable readable) throws ArtifactException, InterruptedException {
        if (!readable.secret("store", "key").equals(java.util.Optional.of("open sesame"))) {
            throw new ArtifactException("the store stays closed");
        }
        String key = wanted.artifact().s3() == null
                ? ""
                : String.valueOf(wanted.artifact().s3().key());
        String content = contents.get(key);
        if (content == null) {
            throw ArtifactException.notFound("there is nothing at " + key);
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Download("file", "text/plain", bytes.length, new ByteArrayInputStream(bytes));
    }
}
