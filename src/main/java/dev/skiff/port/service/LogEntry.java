package dev.skiff.port.service;

/**
 * A line of output.
 *
 * @param podName of the pod that wrote it
 * @param content without its end; a line of more than 64 KiB comes in pieces
 */
public record LogEntry(String content, String podName) {}
