// Options that make the request line, the headers and the body.
#include <algorithm>
#include <array>

#include "http/text.hpp"
#include "http/url.hpp"
#include "steps/fetch_apply.hpp"
#include "value/finite.hpp"
#include "value/json.hpp"

namespace aiorun::steps::fetch_apply {
namespace {

using http::Field;

/// The fields of a map: a list repeats its name, a null is left out.
std::vector<Field> read_fields(const FetchValue& value) {
    std::vector<Field> fields;
    for (const FetchValue::Entry& entry : value.entries()) {
        for (const FetchValue& item : entry.value.items()) {
            if (!item.is_null()) {
                fields.push_back({entry.key, item.text()});
            }
        }
    }
    return fields;
}

/// Adds the fields of a map; those of the same name that were there go.
template <class Same>
void merge_fields(const FetchValue& value, std::vector<Field>& fields, Same same) {
    for (const FetchValue::Entry& entry : value.entries()) {
        std::erase_if(fields, [&](const Field& field) { return same(field.name, entry.key); });
    }
    std::ranges::move(read_fields(value), std::back_inserter(fields));
}

constexpr std::array<Key, 4> part_keys{{
    {"file", Shape::text, Presence::optional, "", "the path of a file whose content is sent"},
    {"value", Shape::text, Presence::optional, "", "the field's value, when it is no file"},
    {"type", Shape::text, Presence::optional, "", "its content type"},
    {"filename", Shape::text, Presence::optional, "the last part of `file`", "the name that is sent"},
}};

http::Part read_part(const std::string& name, const FetchValue& value) {
    http::Part part{.name = name};
    if (!value.value().is_map()) {
        part.value = value.text();
        return part;
    }
    auto read = [&](std::string_view key, std::string& target) {
        if (auto found = value.find(key)) {
            target = found->text();
        }
    };
    if (value.check_map(part_keys)) {
        part.is_file = value.find("file").has_value();
        if (part.is_file == value.find("value").has_value()) {
            value.note(value.name() + " needs either `file` or `value`");
        }
        read("file", part.file);
        read("value", part.value);
        read("type", part.type);
        read("filename", part.filename);
    }
    return part;
}

}  // namespace

void url(const FetchValue& value, FetchDraft& draft) {
    draft.request.url = value.text();
    if (value.is_null() || (value.is_known() && draft.request.url.empty())) {
        value.refuse("text");
    }
}

void base_url(const FetchValue& value, FetchDraft& draft) {
    draft.base_url = value.text();
}

void method(const FetchValue& value, FetchDraft& draft) {
    std::string method = value.text();
    if (value.is_known() && !http::is_token(method)) {
        value.refuse("a method such as GET or POST");
    }
    draft.request.method = std::move(method);
}

void query(const FetchValue& value, FetchDraft& draft) {
    merge_fields(value, draft.request.query,
                 [](const std::string& a, const std::string& b) { return a == b; });
}

void headers(const FetchValue& value, FetchDraft& draft) {
    merge_fields(value, draft.request.headers,
                 [](const std::string& a, const std::string& b) { return http::equal_ignoring_case(a, b); });
}

void json(const FetchValue& value, FetchDraft& draft) {
    if (!value::is_finite(value.value())) {
        value.note("\"json\" holds an infinite number or NaN, which JSON does not have");
        return;
    }
    draft.request.body = http::TextBody{value::to_json(value.value()), "application/json"};
}

void form(const FetchValue& value, FetchDraft& draft) {
    draft.request.body =
        http::TextBody{http::encode_form(read_fields(value)), "application/x-www-form-urlencoded"};
}

void body(const FetchValue& value, FetchDraft& draft) {
    if (value.value().is_map() || value.value().is_list()) {
        value.refuse("text", "`json` sends maps and lists");
    } else {
        draft.request.body = http::TextBody{value.text(), ""};
    }
}

void multipart(const FetchValue& value, FetchDraft& draft) {
    http::MultipartBody body;
    for (const FetchValue::Entry& entry : value.entries()) {
        for (const FetchValue& item : entry.value.items()) {
            if (!item.is_null()) {
                body.parts.push_back(read_part(entry.key, item));
            }
        }
    }
    draft.request.body = std::move(body);
}

void upload(const FetchValue& value, FetchDraft& draft) {
    draft.request.body = http::UploadBody{value.text()};
}

}  // namespace aiorun::steps::fetch_apply
