#include "cli/schema_command.hpp"

#include "cli/exit_status.hpp"
#include "cli/terminal.hpp"
#include "value/json.hpp"
#include "workflow/schema.hpp"

namespace aiorun::cli {

int schema_command() {
    return write_output(value::to_pretty_json(workflow::make_schema()) + "\n") ? exit_status::success
                                                                               : exit_status::failed;
}

}  // namespace aiorun::cli
