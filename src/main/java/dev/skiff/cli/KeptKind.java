package dev.skiff.cli;

import dev.skiff.port.service.ResourceKind;

/** A command whose subcommands are about one kind of what is kept. */
interface KeptKind {
    ResourceKind kind();
}
