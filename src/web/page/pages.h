/* SPDX-License-Identifier: Apache-2.0 */
/* The handlers, one file a page family; web/routes.c gives each its address. */
#ifndef WEB_PAGE_PAGES_H
#define WEB_PAGE_PAGES_H

struct call;
struct company;
struct company_state;

/* sign_in.c */
void sign_in_show(struct call *call);
void sign_in_do(struct call *call);
void sign_out_do(struct call *call);
void welcome_show(struct call *call);
void welcome_do(struct call *call);
/* static.c */
void static_show(struct call *call);
/* companies.c */
void home_show(struct call *call);
void companies_add(struct call *call);
void company_show(struct call *call);
void company_do(struct call *call);
void company_leave_do(struct call *call);
void put_company_row(
    struct call *call, const struct company *company, const struct company_state *state);
/* companies_all.c */
void companies_show(struct call *call);
/* sources.c */
void company_sources_show(struct call *call);
void company_sources_add(struct call *call);
void source_show(struct call *call);
void source_do(struct call *call);
void source_remove_do(struct call *call);
void source_token_do(struct call *call);
void connect_source(struct call *call, const struct company *company);
/* sources_all.c */
void sources_show(struct call *call);
void sources_add(struct call *call);
/* records.c */
void record_show(struct call *call);
/* groups.c */
void groups_show(struct call *call);
void groups_add(struct call *call);
void group_show(struct call *call);
void group_remove_do(struct call *call);
void group_consent_do(struct call *call);
/* members.c */
void members_show(struct call *call);
void members_add(struct call *call);
void member_show(struct call *call);
void member_remove_do(struct call *call);
void member_password_do(struct call *call);
/* incidents.c */
void incidents_show(struct call *call);
void incident_show(struct call *call);
void incident_do(struct call *call);
/* findings.c */
void finding_show(struct call *call);
/* notices.c */
void notices_show(struct call *call);
/* status.c */
void status_show(struct call *call);

#endif
