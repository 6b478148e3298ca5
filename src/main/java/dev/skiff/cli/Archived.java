package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.Sink;
import java.util.ArrayList;
import java.util.List;

/** Finds workflows in the archive of somebody else. */
final class Archived {
    private static final int PAGE = 500;

    private final Served served;

    Archived(Served served) {
        this.served = served;
    }

    void each(ListQuery query, int page, Sink<JsonNode> sink) throws InterruptedException {
        String token = "";
        do {
            Listing listing =
                    served.session().archive().list(served.namespace(), query.page(page > 0 ? page : PAGE, token));
            for (JsonNode one : listing.items()) {
                sink.take(one);
            }
            token = listing.continueToken();
        } while (!token.isEmpty());
    }

    /** @param words uids, or names with {@code byName}. @return whole ones. @throws UserError when a name is not there */
    List<JsonNode> found(List<String> words, boolean byName) throws InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        for (String word : words) {
            found.add(served.session().archive().get(byName ? uid(word) : word));
        }
        return found;
    }

    /** Of the last one of this name. */
    private String uid(String name) throws InterruptedException {
        String[] last = {"", ""};
        each(ListQuery.named(name), 0, one -> {
            String created = one.at("/metadata/creationTimestamp").asText("");
            boolean later = last[1].isEmpty() || created.compareTo(last[0]) > 0;
            if (ServedWorkflow.name(one).equals(name) && later) {
                last[0] = created;
                last[1] = one.at("/metadata/uid").asText();
            }
        });
        if (last[1].isEmpty()) {
            throw new UserError(
                    "there is no archived workflow named " + name + " in the namespace " + served.namespace());
        }
        return last[1];
    }
}
