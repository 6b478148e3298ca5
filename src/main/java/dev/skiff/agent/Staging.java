package dev.skiff.agent;

import dev.skiff.artifact.PlacedArtifacts;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.model.Artifact;
import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts input artifacts where the command expects them. */
final class Staging {
    private final PlacedArtifacts artifacts;
    private final Scratch scratch;

    Staging(PlacedArtifacts artifacts, Scratch scratch) {
        this.artifacts = artifacts;
        this.scratch = scratch;
    }

    /** One after the other: a later one may lie below an earlier one. */
    void stage(List<Artifact> inputs) throws AgentFailure {
        for (Artifact input : inputs) {
            stage(input);
        }
    }

    private void stage(Artifact input) throws AgentFailure {
        String what = "artifact '" + input.name() + "'";
        String path = input.path();
        if (path == null) {
            throw failure(Kind.INPUT_UNUSABLE, what + " has no path");
        }
        Path target = Path.of(path).toAbsolutePath();
        try {
            Path parent = target.getParent();
            if (parent != null) {
                // for everybody: sidecars may run as somebody else
                Files.createDirectories(parent);
            }
            artifacts.fetch(input, scratch::fresh, target);
        } catch (ArtifactException e) {
            if (e.isNotFound() && Boolean.TRUE.equals(input.optional())) {
                return;
            }
            throw failure(
                    e.isNotFound() ? Kind.INPUT_MISSING : Kind.INPUT_UNAVAILABLE,
                    what + " cannot be loaded: " + e.getMessage());
        } catch (IOException e) {
            throw failure(Kind.INPUT_UNUSABLE, what + " cannot be put at " + path + ": " + Words.of(e));
        }
    }

    private static AgentFailure failure(Kind kind, String sentence) {
        return new AgentFailure(kind, Codes.NOT_PREPARED, sentence);
    }
}
