#include "cli/schema_command.hpp"

#include "cli/terminal.hpp"
#include "value/json.hpp"
#include "workflow/schema.hpp"

namespace aiorun::cli {

int schema_command() { return print_answer(value::to_pretty_json(workflow::make_schema()) + "\n"); }

}  // namespace aiorun::cli
