package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The store of each place. */
final class Stores {
    private final Path directory;
    private final Duration pause;
    private final long s3Part;
    private final S3Clients s3;

    /**
     * @param directory what keys without another repository are relative to
     * @param pause before a failed request is made again
     * @param s3Part size of the parts in which large files are sent, in bytes
     */
    Stores(Path directory, Duration pause, long s3Part) {
        this.directory = directory;
        this.pause = pause;
        this.s3 = new S3Clients(pause);
        this.s3Part = s3Part;
    }

    Store of(Place place, Secrets secrets) throws ArtifactException {
        return switch (place) {
            case Place.InDirectory d -> new DirectoryStore(directory, d.key());
            case Place.InS3 in ->
                new S3Store(s3.of(in.where(), secrets), in.where(), S3Clients.encryption(in.where(), secrets), s3Part);
            case Place.AtUrl at -> new HttpStore(at.where().url(), HttpHeaders.of(at.where(), secrets), pause);
            case Place.InArtifactory in -> new HttpStore(in.where().url(), HttpHeaders.of(in.where(), secrets), pause);
            case Place.InGit in -> new GitStore(in.where(), login(in, secrets));
            case Place.Raw text -> new RawStore(text.text());
        };
    }

    private static Optional<GitStore.Login> login(Place.InGit in, Secrets secrets) throws ArtifactException {
        Optional<String> user = secrets.value(in.where().usernameSecret(), "git.usernameSecret");
        Optional<String> password = secrets.value(in.where().passwordSecret(), "git.passwordSecret");
        return user.isEmpty() && password.isEmpty()
                ? Optional.empty()
                : Optional.of(new GitStore.Login(user.orElse(""), password.orElse("")));
    }

    /** What went wrong on this machine or on the way, without the name of the exception's class. */
    static String words(IOException e) {
        if (e instanceof FileSystemException f && f.getFile() != null) {
            String reason = f.getReason() == null ? f.getClass().getSimpleName() : f.getReason();
            return f.getFile() + ": " + reason;
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
