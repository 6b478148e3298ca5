package dev.skiff.artifact;

import java.io.IOException;

/** Who speaks. */
@FunctionalInterface
public interface AwsIdentity {

    /**
     * Called for each request; whoever has to ask for credentials keeps them for as long as they last.
     *
     * @throws IOException with a sentence that says where they were looked for
     */
    AwsCredentials credentials() throws IOException;

    /** Always these. */
    static AwsIdentity of(AwsCredentials credentials) {
        return () -> credentials;
    }
}
