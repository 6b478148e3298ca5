package dev.skiff.artifact;

import dev.skiff.model.RawArtifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A text in the workflow itself (ART-14). */
final class RawStore implements Store {
    private final RawArtifact raw;

    RawStore(RawArtifact raw) {
        this.raw = raw;
    }

    @Override
    public String shown() {
        return "raw";
    }

    @Override
    public Content fetch(Path fresh, Limits.Meter meter) throws IOException {
        Files.writeString(fresh, raw.data());
        return new Content(fresh, true, false);
    }

    @Override
    public void put(Path content) throws ArtifactException {
        throw new ArtifactException("a raw artifact is a text in the workflow: an output artifact needs another place");
    }

    @Override
    public List<String> list() throws ArtifactException {
        throw new ArtifactException("a raw artifact has no keys to list");
    }

    @Override
    public void delete() {
        // it lives and dies with the workflow
    }
}
