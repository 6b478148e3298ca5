/** What somebody may do with workflows and their kin, wherever these live: in a cluster, on this machine, behind another server. */
@NullMarked
package dev.skiff.port.service;

import org.jspecify.annotations.NullMarked;
