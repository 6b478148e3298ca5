package dev.skiff.kubernetes.client;

import java.util.List;

/** As whom the API server is asked for something; it judges each call as that one's. No secret is in a text of this value. */
public sealed interface ActingAs {
    /** This process, by what its client has to show. */
    ActingAs ITSELF = new Itself();

    record Itself() implements ActingAs {}

    /** Whoever the token is of. For clients that have nothing to show themselves ({@link Connections#anonymous}): others would show theirs. */
    record Bearer(String token) implements ActingAs {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    /**
     * Somebody else whom this process vouches for; it needs the right to impersonate that user and each of the groups. The API server adds
     * {@code system:authenticated}.
     *
     * @param name printable ASCII, no space at either end: it becomes a header, and what a server cuts off would be another name
     * @param groups likewise
     */
    record User(String name, List<String> groups) implements ActingAs {
        public User {
            groups = List.copyOf(groups);
        }
    }
}
