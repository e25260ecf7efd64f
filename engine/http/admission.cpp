#include "http/admission.hpp"

#include <algorithm>

#include "http/limits.hpp"

namespace aiorun::http {

void Ticket::give_back() noexcept {
    if (origin_ != nullptr) {
        std::exchange(admission_, nullptr)->leave(*std::exchange(origin_, nullptr));
    }
}

bool Ticket::move_to(const std::string& origin) {
    if (origin_->name == origin) {
        return true;
    }
    Origin& target = admission_->find(origin);
    if (!target.waiting.empty() || target.open >= admission_->limit_of(target)) {
        admission_->forget_if_idle(target);
        return false;
    }
    ++target.open;
    ++admission_->open_;
    Origin& before = *std::exchange(origin_, &target);
    admission_->leave(before);
    return true;
}

void Ticket::mark_reached() {
    if (origin_ != nullptr && !origin_->reached) {
        origin_->reached = true;
        admission_->refresh(*origin_);
        admission_->admit();
    }
}

Origin& Admission::find(const std::string& name) {
    std::unique_ptr<Origin>& place = origins_[name];
    if (!place) {
        place = std::make_unique<Origin>();
        place->name = name;
        place->secure = name.starts_with("https:");
    }
    return *place;
}

uint32_t Admission::limit_of(const Origin& origin) const noexcept {
    uint32_t at_first = origin.secure ? 1 : limits::unresolved;
    return origin.reached ? per_origin_ : std::min(per_origin_, at_first);
}

Ticket Admission::try_enter(const std::string& name) {
    Origin& origin = find(name);
    if (open_ >= total_ || origin.open >= limit_of(origin) || !origin.waiting.empty()) {
        return {};
    }
    ++open_;
    ++origin.open;
    return Ticket(*this, origin);
}

void Admission::shrink() noexcept {
    total_ = std::max(open_, 1U);
}

void Admission::recover() noexcept {
    if (total_ < configured_) {
        ++total_;
    }
}

void Admission::leave(Origin& origin) noexcept {
    --open_;
    --origin.open;
    refresh(origin);
    admit();
    forget_if_idle(origin);
}

/// Puts the origin where it belongs in the order, or takes it out.
void Admission::refresh(Origin& origin) {
    bool stands = !origin.waiting.empty() && origin.open < limit_of(origin);
    uint64_t number = stands ? static_cast<Turn&>(origin.waiting.front()).number_ : 0;
    if (number == origin.ticket_number) {
        return;
    }
    if (origin.ticket_number != 0) {
        auto node = order_.extract({origin.ticket_number, &origin});
        if (number != 0) {
            node.value().first = number;
            order_.insert(std::move(node));
        }
    } else {
        order_.emplace(number, &origin);
    }
    origin.ticket_number = number;
}

void Admission::admit() {
    while (open_ < total_ && !order_.empty()) {
        Origin& origin = *order_.begin()->second;
        auto& turn = static_cast<Turn&>(origin.waiting.pop_front());
        if (turn.is_pending()) {
            ++open_;
            ++origin.open;
            turn.ticket_ = Ticket(*this, origin);
            turn.wake();
        }
        refresh(origin);
    }
}

/// A crawler meets many hosts: what is known of those that are at rest is bounded.
void Admission::forget_if_idle(Origin& origin) noexcept {
    if (origins_.size() > limits::remembered_origins && origin.open == 0 && origin.waiting.empty()) {
        origins_.erase(std::string(origin.name));
    }
}

Turn::Turn(runtime::Task& task, Admission& admission, const std::string& origin)
    : Waiter(task),
      admission_(admission),
      origin_(admission.find(origin)),
      number_(++admission.ticket_numbers_) {
    ++admission_.queued_;
    origin_.waiting.push_back(*this);
    admission_.refresh(origin_);
}

Turn::~Turn() {
    --admission_.queued_;
    if (is_linked()) {
        unlink();
        admission_.refresh(origin_);
        admission_.admit();
        admission_.forget_if_idle(origin_);
    }
}

runtime::WaitSubject Turn::subject() const noexcept {
    return {runtime::WaitKind::connection, origin_.name};
}

}  // namespace aiorun::http
