/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The EventData names that we look at ourselves, found in one pass over an event.
 */
#ifndef DECODE_WINDOWS_WINDOWS_NAMES_H
#define DECODE_WINDOWS_WINDOWS_NAMES_H

#include "decode/windows/windows_event.h"

/* In the order of text_compare(): looked up by bisection. */
#define WINDOWS_NAMES(X)                                                                           \
	X(ACCOUNT_DOMAIN, "AccountDomain")                                                         \
	X(ACCOUNT_NAME, "AccountName")                                                             \
	X(ACTION_ID, "Action ID")                                                                  \
	X(ADDRESS, "Address")                                                                      \
	X(APPLICATION, "Application")                                                              \
	X(CALLER_PROCESS_ID, "CallerProcessId")                                                    \
	X(CALLER_PROCESS_NAME, "CallerProcessName")                                                \
	X(CLIENT_ADDRESS, "ClientAddress")                                                         \
	X(CLIENT_NAME, "ClientName")                                                               \
	X(COMMAND_LINE, "CommandLine")                                                             \
	X(CONTEXT_INFO, "ContextInfo")                                                             \
	X(DATA, "Data")                                                                            \
	X(DEST_ADDRESS, "DestAddress")                                                             \
	X(DEST_PORT, "DestPort")                                                                   \
	X(DESTINATION_HOSTNAME, "DestinationHostname")                                             \
	X(DESTINATION_IP, "DestinationIp")                                                         \
	X(DESTINATION_PORT, "DestinationPort")                                                     \
	X(DETECTION_USER, "Detection User")                                                        \
	X(DOMAIN, "Domain")                                                                        \
	X(EVENT_TYPE, "EventType")                                                                 \
	X(HASHES, "Hashes")                                                                        \
	X(IMAGE, "Image")                                                                          \
	X(IMAGE_LOADED, "ImageLoaded")                                                             \
	X(INITIATED, "Initiated")                                                                  \
	X(IP_ADDRESS, "IpAddress")                                                                 \
	X(IP_PORT, "IpPort")                                                                       \
	X(LOGON_TYPE, "LogonType")                                                                 \
	X(MANDATORY_LABEL, "MandatoryLabel")                                                       \
	X(MEMBER_NAME, "MemberName")                                                               \
	X(NEW_PROCESS_ID, "NewProcessId")                                                          \
	X(NEW_PROCESS_NAME, "NewProcessName")                                                      \
	X(NEW_VALUE, "NewValue")                                                                   \
	X(NEW_VALUE_TYPE, "NewValueType")                                                          \
	X(OBJECT_NAME, "ObjectName")                                                               \
	X(OBJECT_TYPE, "ObjectType")                                                               \
	X(OBJECT_VALUE_NAME, "ObjectValueName")                                                    \
	X(OPERATION_TYPE, "OperationType")                                                         \
	X(PARENT_IMAGE, "ParentImage")                                                             \
	X(PARENT_PROCESS_NAME, "ParentProcessName")                                                \
	X(PATH, "Path")                                                                            \
	X(PROCESS_NAME_SPACED, "Process Name")                                                     \
	X(PROCESS_ID, "ProcessId")                                                                 \
	X(PROCESS_NAME, "ProcessName")                                                             \
	X(PROTOCOL, "Protocol")                                                                    \
	X(QUERY_NAME, "QueryName")                                                                 \
	X(QUERY_RESULTS, "QueryResults")                                                           \
	X(SERVICE_NAME, "ServiceName")                                                             \
	X(SOURCE_ADDRESS, "SourceAddress")                                                         \
	X(SOURCE_HOSTNAME, "SourceHostname")                                                       \
	X(SOURCE_IMAGE, "SourceImage")                                                             \
	X(SOURCE_IP, "SourceIp")                                                                   \
	X(SOURCE_PORT, "SourcePort")                                                               \
	X(SOURCE_PROCESS_ID, "SourceProcessId")                                                    \
	X(SOURCE_USER, "SourceUser")                                                               \
	X(SUBJECT_DOMAIN_NAME, "SubjectDomainName")                                                \
	X(SUBJECT_LOGON_ID, "SubjectLogonId")                                                      \
	X(SUBJECT_USER_NAME, "SubjectUserName")                                                    \
	X(SUBJECT_USER_SID, "SubjectUserSid")                                                      \
	X(TARGET_DOMAIN_NAME, "TargetDomainName")                                                  \
	X(TARGET_FILENAME, "TargetFilename")                                                       \
	X(TARGET_LOGON_ID, "TargetLogonId")                                                        \
	X(TARGET_OBJECT, "TargetObject")                                                           \
	X(TARGET_SERVER_NAME, "TargetServerName")                                                  \
	X(TARGET_SID, "TargetSid")                                                                 \
	X(TARGET_USER_NAME, "TargetUserName")                                                      \
	X(TARGET_USER_SID, "TargetUserSid")                                                        \
	X(THREAT_NAME, "Threat Name")                                                              \
	X(USER, "User")                                                                            \
	X(USER_NAME, "UserName")                                                                   \
	X(WORKSTATION, "Workstation")                                                              \
	X(WORKSTATION_NAME, "WorkstationName")

enum windows_name {
#define WINDOWS_NAME_ENTRY(id, name) WINDOWS_NAME_##id,
	WINDOWS_NAMES(WINDOWS_NAME_ENTRY)
#undef WINDOWS_NAME_ENTRY
	    WINDOWS_NAME_COUNT
};

/* The first value of each name; empty where the event has none. */
struct windows_names {
	struct text of[WINDOWS_NAME_COUNT];
};

void windows_names_collect(const struct windows_event *windows, struct windows_names *names);

/* Whether a name is among them, and which. */
bool windows_names_find(struct text name, enum windows_name *id);

/* A value that says something: not empty, not "-". */
bool windows_names_has(const struct windows_names *names, enum windows_name id);

/* Add a derived value under that name, unless it is empty; later looks find it when the event had
 * none. */
void windows_names_give(struct windows_event *windows, struct windows_names *names,
    enum windows_name id, struct text value);

#endif
