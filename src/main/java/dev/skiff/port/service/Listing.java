package dev.skiff.port.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A page of objects.
 *
 * @param items objects, with at least what was wanted of them; the last created first where the service has an order
 * @param resourceVersion where a watch may begin
 * @param continueToken for the next page; empty when this is the last
 */
public record Listing(List<JsonNode> items, String resourceVersion, String continueToken) {
    public Listing {
        items = List.copyOf(items);
    }
}
