package dev.skiff.port.service;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something has happened to an object.
 *
 * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}; as in Kubernetes
 * @param object as it is then
 */
public record WatchEvent(String type, JsonNode object) {}
