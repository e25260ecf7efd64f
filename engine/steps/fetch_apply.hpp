// How each option of a fetch gets into the request. What is wrong is noted with the value; see
// fetch_value.hpp.
#pragma once

#include "steps/fetch_options.hpp"

namespace aiorun::steps::fetch_apply {

// Request.
void url(const FetchValue& value, FetchDraft& draft);
void base_url(const FetchValue& value, FetchDraft& draft);
void method(const FetchValue& value, FetchDraft& draft);
void query(const FetchValue& value, FetchDraft& draft);
void headers(const FetchValue& value, FetchDraft& draft);

// Body.
void json(const FetchValue& value, FetchDraft& draft);
void form(const FetchValue& value, FetchDraft& draft);
void body(const FetchValue& value, FetchDraft& draft);
void multipart(const FetchValue& value, FetchDraft& draft);
void upload(const FetchValue& value, FetchDraft& draft);

// Connection.
void auth(const FetchValue& value, FetchDraft& draft);
void cookies(const FetchValue& value, FetchDraft& draft);
void compressed(const FetchValue& value, FetchDraft& draft);
void http_version(const FetchValue& value, FetchDraft& draft);
void unix_socket(const FetchValue& value, FetchDraft& draft);
void resolve(const FetchValue& value, FetchDraft& draft);
void proxy(const FetchValue& value, FetchDraft& draft);
void tls(const FetchValue& value, FetchDraft& draft);
void allow(const FetchValue& value, FetchDraft& draft);
void deny(const FetchValue& value, FetchDraft& draft);

// Limits.
void timeout(const FetchValue& value, FetchDraft& draft);
void connect_timeout(const FetchValue& value, FetchDraft& draft);
void low_speed(const FetchValue& value, FetchDraft& draft);
void max_body(const FetchValue& value, FetchDraft& draft);
void follow_redirects(const FetchValue& value, FetchDraft& draft);
void max_redirects(const FetchValue& value, FetchDraft& draft);
void redirect_headers(const FetchValue& value, FetchDraft& draft);

// Result.
void expect(const FetchValue& value, FetchDraft& draft);
void save(const FetchValue& value, FetchDraft& draft);
void sha256(const FetchValue& value, FetchDraft& draft);
void resume(const FetchValue& value, FetchDraft& draft);

}  // namespace aiorun::steps::fetch_apply
