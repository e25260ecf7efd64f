#include "workflow/written_secrets.hpp"

namespace aiorun::workflow {

value::Secrets written_secrets(const Workflow* workflow) {
    value::Secrets secrets;
    if (workflow == nullptr) {
        return secrets;
    }
    for (const auto& file : workflow->files) {
        for (const Param& param : file->params) {
            if (param.secret && param.fallback) {
                secrets.add(*param.fallback);
            }
        }
    }
    return secrets;
}

}  // namespace aiorun::workflow
