/* SPDX-License-Identifier: Apache-2.0 */
#include "web/routes.h"

#include "web/page/pages.h"

static const struct route routes[] = {
    {WEB_GET, "/", home_show, WHO_MEMBER},
    {WEB_GET, "/sign-in", sign_in_show, WHO_ANYBODY},
    {WEB_POST, "/sign-in", sign_in_do, WHO_ANYBODY},
    {WEB_POST, "/sign-out", sign_out_do, WHO_ANYBODY},
    {WEB_GET, "/welcome", welcome_show, WHO_ANYBODY},
    {WEB_POST, "/welcome", welcome_do, WHO_ANYBODY},
    {WEB_GET, "/static/{}", static_show, WHO_ANYBODY},
    {WEB_GET, "/companies", companies_show, WHO_MEMBER},
    {WEB_POST, "/companies", companies_add, WHO_MANAGER},
    {WEB_GET, "/companies/{}", company_show, WHO_MEMBER},
    {WEB_POST, "/companies/{}", company_do, WHO_MANAGER},
    {WEB_POST, "/companies/{}/leave", company_leave_do, WHO_MANAGER},
    {WEB_GET, "/companies/{}/sources", company_sources_show, WHO_MEMBER},
    {WEB_POST, "/companies/{}/sources", company_sources_add, WHO_MANAGER},
    {WEB_GET, "/companies/{}/sources/{}", source_show, WHO_MEMBER},
    {WEB_POST, "/companies/{}/sources/{}", source_do, WHO_MANAGER},
    {WEB_POST, "/companies/{}/sources/{}/remove", source_remove_do, WHO_MANAGER},
    {WEB_POST, "/companies/{}/sources/{}/token", source_token_do, WHO_MANAGER},
    {WEB_GET, "/companies/{}/records/{}", record_show, WHO_MEMBER},
    {WEB_GET, "/groups", groups_show, WHO_MEMBER},
    {WEB_POST, "/groups", groups_add, WHO_ADMINISTRATOR},
    {WEB_GET, "/groups/{}", group_show, WHO_MEMBER},
    {WEB_POST, "/groups/{}/remove", group_remove_do, WHO_ADMINISTRATOR},
    {WEB_POST, "/groups/{}/consent", group_consent_do, WHO_MEMBER},
    {WEB_GET, "/members", members_show, WHO_MEMBER},
    {WEB_POST, "/members", members_add, WHO_MANAGER},
    {WEB_GET, "/members/{}", member_show, WHO_MEMBER},
    {WEB_POST, "/members/{}/remove", member_remove_do, WHO_MANAGER},
    {WEB_POST, "/members/{}/password", member_password_do, WHO_MEMBER},
    {WEB_GET, "/incidents", incidents_show, WHO_MEMBER},
    {WEB_GET, "/incidents/{}", incident_show, WHO_MEMBER},
    {WEB_POST, "/incidents/{}", incident_do, WHO_MEMBER},
    {WEB_GET, "/findings/{}", finding_show, WHO_MEMBER},
    {WEB_GET, "/sources", sources_show, WHO_MEMBER},
    {WEB_POST, "/sources", sources_add, WHO_MANAGER},
    {WEB_GET, "/notices", notices_show, WHO_MEMBER},
    {WEB_GET, "/status", status_show, WHO_MEMBER},
};

static bool fits(struct text pattern, const struct text *parts, size_t count)
{
	struct text rest = text_from(pattern, 1);
	size_t i = 0;
	while (rest.size != 0) {
		struct text want = text_cut(&rest, '/');
		if (i == count)
			return false;
		if (!text_equal(want, TEXT("{}")) && !text_equal(want, parts[i]))
			return false;
		i++;
	}
	return i == count;
}

const struct route *route_find(
    enum web_method method, const struct text *parts, size_t count, bool *other)
{
	if (method == WEB_HEAD)
		method = WEB_GET;
	*other = false;
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (!fits(text_of(routes[i].pattern), parts, count))
			continue;
		if (routes[i].method == method)
			return &routes[i];
		*other = true;
	}
	return NULL;
}

const struct route *route_all(size_t *count)
{
	*count = sizeof(routes) / sizeof(routes[0]);
	return routes;
}
