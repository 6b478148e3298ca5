package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One place of one kind of store. What the store itself says goes into an {@link ArtifactException}; trouble on the way is an IOException. */
interface Store {

    /**
     * What lies at the place.
     *
     * @param path a file or a directory
     * @param temporary whether it is the caller's to delete
     * @param asItIs whether it is never an archive
     */
    record Content(Path path, boolean temporary, boolean asItIs) {}

    /** As people would name it, without secrets. */
    String shown();

    /**
     * @param fresh where to put it, when it does not lie on this machine
     * @throws ArtifactException also {@link ArtifactException#isNotFound}
     */
    Content fetch(Path fresh, Limits.Meter meter) throws ArtifactException, IOException;

    /** @param content a file or directory, which may be moved away */
    void put(Path content) throws ArtifactException, IOException;

    /** Keys below the place, relative to it. */
    List<String> list() throws ArtifactException, IOException;

    /** Nothing being there is no error. */
    void delete() throws ArtifactException, IOException;

    /** What a store cannot do, as an exception. */
    static ArtifactException cannot(String shown, String what) {
        return new ArtifactException(what + " (" + shown + ")");
    }
}
