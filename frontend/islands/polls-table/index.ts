/** Entry of the table of dates, which `slot-list` brings where a table fits. */

export { SlotTable } from "./slot-table.ts";
