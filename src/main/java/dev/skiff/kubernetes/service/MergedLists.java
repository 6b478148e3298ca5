package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Labels;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The workflows of the cluster and those of the archive as one list (features.md section 11): first the objects that are not archived, then
 * the archive, which has the others too. While the archive is away, the objects that are archived and still there stand for it.
 */
final class MergedLists {
    /** Tokens of API servers have no such beginning: they are base64. */
    private static final String IN_ARCHIVE = "archive.";

    private static final String INSTEAD = "instead.";
    /** Whatever else is asked of the fields only whole workflows can tell. */
    private static final Pattern OF_ARCHIVE =
            Pattern.compile("\\s*((metadata\\.(name|namespace)|status\\.phase)\\s*(==|!=|=)\\S*\\s*(,|$)\\s*)*");

    private final Lists lists;
    private final ClusterArchive archive;
    private final String namespace;
    private final String path;

    /** @param path of the collection in the cluster */
    MergedLists(Lists lists, ClusterArchive archive, String namespace, String path) {
        this.lists = lists;
        this.archive = archive;
        this.namespace = namespace;
        this.path = path;
    }

    /** Whether the archive can answer this, too. */
    static boolean canBeMerged(ListQuery query) {
        return OF_ARCHIVE.matcher(query.fields()).matches();
    }

    Listing list(ListQuery query) throws InterruptedException {
        String token = query.continueToken();
        if (token.startsWith(IN_ARCHIVE)) {
            return archived(query.page(query.limit(), token.substring(IN_ARCHIVE.length())));
        }
        if (token.startsWith(INSTEAD)) {
            return instead(query.page(query.limit(), token.substring(INSTEAD.length())));
        }
        Listing live = lists.list(path, Choice.of(labelled(query, "!=")));
        int most = query.limit() <= 0 ? Lists.MOST : Math.min(query.limit(), Lists.MOST);
        int left = most - live.items().size();
        if (!live.continueToken().isEmpty()) {
            return live;
        }
        if (left <= 0) {
            return new Listing(live.items(), live.resourceVersion(), IN_ARCHIVE);
        }
        Listing rest;
        try {
            rest = archived(query.page(left, ""));
        } catch (ServiceException e) {
            if (e.why() != Why.UNAVAILABLE) {
                throw e;
            }
            rest = instead(query.page(left, ""));
        }
        List<JsonNode> items = new ArrayList<>(live.items());
        items.addAll(rest.items());
        return new Listing(items, live.resourceVersion(), rest.continueToken());
    }

    private Listing archived(ListQuery query) throws InterruptedException {
        return marked(archive.list(namespace, query), IN_ARCHIVE);
    }

    private Listing instead(ListQuery query) throws InterruptedException {
        return marked(lists.list(path, Choice.of(labelled(query, "="))), INSTEAD);
    }

    private static Listing marked(Listing page, String mark) {
        String token = page.continueToken();
        return new Listing(page.items(), page.resourceVersion(), token.isEmpty() ? "" : mark + token);
    }

    private static ListQuery labelled(ListQuery query, String operator) {
        String archived = Labels.ARCHIVING_STATUS + operator + "Archived";
        return query.withLabels(query.labels().isBlank() ? archived : query.labels() + "," + archived);
    }
}
