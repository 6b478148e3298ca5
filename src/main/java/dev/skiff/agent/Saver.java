package dev.skiff.agent;

import dev.skiff.artifact.PlacedArtifacts;
import dev.skiff.handover.AgentReport.Saving;
import dev.skiff.model.Artifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores output artifacts. One that cannot be stored does not keep the others from it. */
final class Saver {
    private final PlacedArtifacts artifacts;
    private final Scratch scratch;

    Saver(PlacedArtifacts artifacts, Scratch scratch) {
        this.artifacts = artifacts;
        this.scratch = scratch;
    }

    /** @param logs where {@code log} goes; null when it is not archived */
    Map<String, Saving> save(List<Artifact> outputs, @Nullable Artifact logs, @Nullable CombinedLog log) {
        Map<String, Saving> outcomes = new LinkedHashMap<>();
        for (Artifact output : outputs) {
            outcomes.put(output.name(), save(output));
        }
        if (logs != null && log != null) {
            outcomes.put(logs.name(), saveLog(logs, log));
        }
        return outcomes;
    }

    private Saving save(Artifact output) {
        String path = output.path();
        if (path == null) {
            return unsaved(output, "it has no path");
        }
        Path source = Path.of(path);
        if (!Files.exists(source)) {
            return new Saving.Missing();
        }
        try {
            artifacts.save(output, source, scratch::fresh);
            return new Saving.Saved();
        } catch (ArtifactException e) {
            return unsaved(output, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return unsaved(output, "it cannot be read: " + Words.of(e));
        }
    }

    private Saving saveLog(Artifact logs, CombinedLog log) {
        IOException trouble = log.finish().orElse(null);
        if (trouble != null) {
            return unsaved(logs, "it could not be kept: " + Words.of(trouble));
        }
        try {
            artifacts.saveFile(logs, log.file(), scratch::fresh);
            return new Saving.Saved();
        } catch (ArtifactException e) {
            return unsaved(logs, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return unsaved(logs, "it cannot be read: " + Words.of(e));
        }
    }

    private static Saving unsaved(Artifact artifact, String why) {
        String sentence = "artifact '" + artifact.name() + "' cannot be saved: " + why;
        Say.line(sentence);
        return new Saving.Unsaved(sentence);
    }
}
