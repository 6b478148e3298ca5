package dev.skiff.kubernetes.pods;

/** How the agent comes into a pod. */
public enum AgentDelivery {
    /** The agent's image is mounted as a volume: nothing runs before main. */
    IMAGE_VOLUME,
    /** One init container copies the agent into a volume. */
    COPY;

    /** Name of the container that copies. */
    static final String INIT_CONTAINER = "skiff-agent";
}
