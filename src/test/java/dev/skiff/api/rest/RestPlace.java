package dev.skiff.api.rest;

import io.restassured.response.Response;

/** A server that a contract is tried on. */
interface RestPlace extends AutoCloseable {

    /** Without a path. */
    String url();

    /** Of somebody who may do everything in {@link #namespace}. */
    String token();

    String namespace();

    /** Whether workflows that have ended are found by their uid. */
    boolean hasArchive();

    /** Waits until the workflow has ended. @param phase how it ends */
    void ended(String name, String phase);

    /** Waits until the workflow has come to a suspended node. */
    void waiting(String name);

    /** What somebody is answered who is known and may not do this. */
    Response forbidden();

    @Override
    void close();
}
