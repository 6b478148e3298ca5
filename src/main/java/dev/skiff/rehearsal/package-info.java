/**
 * Plays workflows through the engine on a clock of its own: for plans, for tests of workflows, for explanations. Nothing here can reach an
 * executor, a file or a socket: the package sees the language and the engine alone.
 */
@NullMarked
package dev.skiff.rehearsal;

import org.jspecify.annotations.NullMarked;
