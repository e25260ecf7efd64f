#include "observe/path.hpp"

#include <algorithm>

namespace aiorun::observe {
namespace {

/// Links that are kept of one chain: far more than anybody reads, some megabytes at most.
constexpr uint32_t longest_chain = 10'000;

}  // namespace

Path::Path(value::Reference<Path> before, PathLink link) : before_(std::move(before)), link_(std::move(link)) {
    if (before_) {
        length_ = before_->length_ + 1;
        is_cut_ = before_->is_cut_;
    }
}

/// One after the other: a long chain must not be a deep recursion.
Path::~Path() {
    while (before_ && before_->unique()) {
        value::Reference<Path> next = std::move(before_->before_);
        before_ = std::move(next);
    }
}

value::Reference<Path> Path::extend(value::Reference<Path> path, PathLink link) {
    bool continues = path && path->unique() && path->link_.step == link.step && path->link_.kind == link.kind &&
                     path->link_.task == link.task;
    if (continues) {
        path->link_.end = link.end;
        path->link_.count += link.count;
        return path;
    }
    value::Reference<Path> longer = value::make_counted<Path>(std::move(path), std::move(link));
    if (longer->length_ > 2 * longest_chain) {
        // The first half goes, once in a while, so that this costs nothing.
        Path* at = longer.get();
        for (uint32_t i = 1; i < longest_chain; ++i) {
            at->length_ = longest_chain - i + 1;
            at->is_cut_ = true;
            at = at->before_.get();
        }
        at->length_ = 1;
        at->is_cut_ = true;
        at->before_ = nullptr;
    }
    return longer;
}

std::vector<PathLink> Path::links(const value::Reference<Path>& path) {
    std::vector<PathLink> links;
    for (const Path* at = path.get(); at != nullptr; at = at->before_.get()) {
        links.push_back(at->link_);
    }
    std::ranges::reverse(links);
    return links;
}

bool Path::is_cut(const value::Reference<Path>& path) { return path && path->is_cut_; }

}  // namespace aiorun::observe
