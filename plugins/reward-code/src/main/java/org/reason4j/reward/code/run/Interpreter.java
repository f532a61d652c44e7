package org.reason4j.reward.code.run;

import java.util.List;
import org.reason4j.reward.code.sandbox.Room;

/**
 * An interpreter of the machine.
 *
 * @param command its path and options
 * @param suffix the ending of the scripts that run programs in it
 * @param room what it needs of the machine
 * @param addressSpace true if it works within a bounded address space
 */
record Interpreter(List<String> command, String suffix, Room room, boolean addressSpace) {}
