/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns of the default syslog formats, named as PAN-OS names its own variables.
 *
 * Source: Palo Alto Networks, "Syslog Field Descriptions", PAN-OS Administrator's
 * Guide 9.1, 10.1, 11.0 and NGFW Administration (read 2026-11). Columns were only ever added at the
 * end of a type's list, so the newest list reads the older records.
 */
#include "decode/firewall/paloalto_columns.h"

#include <stddef.h>

#define HEAD ",receive_time,serial,type,subtype,,time_generated,"
#define SESSION                                                                                    \
	"src,dst,natsrc,natdst,rule,srcuser,dstuser,app,vsys,from,to,inbound_if,outbound_if,"      \
	"logset,"
#define PORTS "sport,dport,natsport,natdport,flags,proto,action,"
#define GROUPS                                                                                     \
	"dg_hier_level_1,dg_hier_level_2,dg_hier_level_3,dg_hier_level_4,vsys_name,device_name"
#define SRC_DEVICE                                                                                 \
	"src_category,src_profile,src_model,src_vendor,src_osfamily,src_osversion,src_host,src_"   \
	"mac,"
#define DST_DEVICE                                                                                 \
	"dst_category,dst_profile,dst_model,dst_vendor,dst_osfamily,dst_osversion,dst_host,dst_"   \
	"mac,"
#define PODS "container_id,pod_namespace,pod_name,src_edl,dst_edl,"
#define APP                                                                                        \
	"subcategory_of_app,category_of_app,technology_of_app,risk_of_app,characteristic_of_app,"  \
	"container_of_app,"

#define TRAFFIC                                                                                    \
	HEAD SESSION                                                                               \
	    ",sessionid,repeatcnt," PORTS                                                          \
	    "bytes,bytes_sent,bytes_received,packets,start,elapsed,category,,seqno,actionflags,"   \
	    "srcloc,dstloc,,pkts_sent,pkts_received,session_end_reason," GROUPS                    \
	    ",action_source,src_uuid,dst_uuid,tunnelid,monitortag,parent_session_id,"              \
	    "parent_start_time,tunnel,assoc_id,chunks,chunks_sent,chunks_received,rule_uuid,"      \
	    "http2_connection,link_change_count,policy_id,link_switches,sdwan_cluster,"            \
	    "sdwan_device_type,sdwan_cluster_type,sdwan_site,dynusergroup_name,xff_ip," SRC_DEVICE \
		DST_DEVICE PODS                                                                    \
	    "hostid,serialnumber,src_dag,dst_dag,session_owner,high_res_timestamp,nssai_sst,"      \
	    "nssai_sd," APP                                                                        \
	    "tunneled_app,is_saas_of_app,sanctioned_state_of_app,offloaded,flow_type,cluster_name"

#define THREAT                                                                                     \
	HEAD SESSION                                                                               \
	    ",sessionid,repeatcnt," PORTS "misc,threatid,category,severity,direction,seqno,"       \
	    "actionflags,srcloc,dstloc,,contenttype,"                                              \
	    "pcap_id,filedigest,cloud,url_idx,user_agent,filetype,xff,referer,sender,subject,"     \
	    "recipient,reportid," GROUPS                                                           \
	    ",,src_uuid,dst_uuid,http_method,tunnel_id,monitortag,parent_session_id,"              \
	    "parent_start_time,tunnel,thr_category,contentver,,assoc_id,ppid,http_headers,"        \
	    "url_category_list,rule_uuid,http2_connection,dynusergroup_name,xff_ip," SRC_DEVICE    \
		DST_DEVICE PODS "hostid,serialnumber,domain_edl,src_dag,dst_dag,partial_hash,"     \
	    "high_res_timestamp,reason,"                                                           \
	    "justification,nssai_sst," APP                                                         \
	    "tunneled_app,is_saas_of_app,sanctioned_state_of_app,cloud_reportid,cluster_name,"     \
	    "flow_type"

#define CONFIG                                                                                     \
	HEAD "host,vsys,cmd,admin,client,result,path,before_change_detail,after_change_detail,"    \
	     "seqno,actionflags," GROUPS ",dg_id,comment,,high_res_timestamp"

/* The default format of most releases leaves the two details out. */
#define CONFIG_SHORT                                                                               \
	HEAD "host,vsys,cmd,admin,client,result,path,seqno,actionflags," GROUPS                    \
	     ",dg_id,comment,,high_res_timestamp"

#define SYSTEM                                                                                     \
	HEAD "vsys,eventid,object,,,module,severity,opaque,seqno,actionflags," GROUPS              \
	     ",,,high_res_timestamp"

#define HIPMATCH                                                                                   \
	HEAD "srcuser,vsys,machinename,os,src,matchname,repeatcnt,matchtype,,,seqno,"              \
	     "actionflags," GROUPS                                                                 \
	     ",vsys_id,srcipv6,hostid,serialnumber,mac,high_res_timestamp,cluster_name"

#define GLOBALPROTECT                                                                              \
	HEAD "vsys,eventid,stage,auth_method,tunnel_type,srcuser,srcregion,machinename,"           \
	     "public_ip,public_ipv6,private_ip,private_ipv6,hostid,serialnumber,client_ver,"       \
	     "client_os,client_os_ver,repeatcnt,reason,error,opaque,status,location,"              \
	     "login_duration,connect_method,error_code,portal,seqno,actionflags,"                  \
	     "high_res_timestamp,selection_type,response_time,priority,attempted_gateways,"        \
	     "gateway," GROUPS ",vsys_id,cluster_name"

#define USERID                                                                                     \
	HEAD "vsys,ip,user,datasourcename,eventid,repeatcnt,timeout,beginport,endport,datasource," \
	     "datasourcetype,seqno,actionflags," GROUPS                                            \
	     ",vsys_id,factortype,factorcompletiontime,factorno,ugflags,userbysource,tag_name,"    \
	     "high_res_timestamp,origindatasource,,cluster_name"

#define IPTAG                                                                                      \
	HEAD "vsys,ip,tag_name,eventid,repeatcnt,timeout,datasourcename,datasource_type,"          \
	     "datasource_subtype,seqno,actionflags," GROUPS                                        \
	     ",vsys_id,high_res_timestamp,cluster_name"

#define AUTHENTICATION                                                                             \
	HEAD "vsys,ip,user,normalize_user,object,authpolicy,repeatcnt,authid,vendor,logset,"       \
	     "serverprofile,desc,clienttype,event,factorno,seqno,actionflags," GROUPS              \
	     ",vsys_id,authproto,rule_uuid,high_res_timestamp," SRC_DEVICE                         \
	     "region,,user_agent,sessionid,cluster_name"

#define DECRYPTION                                                                                 \
	HEAD SESSION                                                                               \
	    "time_received,sessionid,repeatcnt," PORTS                                             \
	    "tunnel,,,src_uuid,dst_uuid,rule_uuid,hs_stage_c2f,hs_stage_f2s,tls_version,tls_"      \
	    "keyxchg,"                                                                             \
	    "tls_enc,tls_auth,policy_name,ec_curve,err_index,root_status,chain_status,proxy_type," \
	    "cert_serial,fingerprint,notbefore,notafter,cert_ver,cert_size,cn_len,issuer_len,"     \
	    "rootcn_len,sni_len,cert_flags,cn,issuer_cn,root_cn,sni,error," PODS                   \
	    "src_dag,dst_dag,high_res_timestamp," SRC_DEVICE DST_DEVICE                            \
	    "seqno,actionflags," GROUPS ",vsys_id," APP                                            \
	    "is_saas_of_app,sanctioned_state_of_app,cluster_name"

#define CORRELATION                                                                                \
	HEAD "src,srcuser,vsys,category,severity," GROUPS ",vsys_id,objectname,object_id,evidence"

#define TUNNEL                                                                                     \
	HEAD SESSION                                                                               \
	    ",sessionid,repeatcnt," PORTS "severity,seqno,actionflags,srcloc,dstloc," GROUPS       \
	    ",tunnelid,monitortag,parent_session_id,parent_start_time,tunnel,bytes,bytes_sent,"    \
	    "bytes_received,packets,pkts_sent,pkts_received,max_encap,unknown_proto,strict_check," \
	    "tunnel_fragment,sessions_created,sessions_closed,session_end_reason,action_source,"   \
	    "start,"                                                                               \
	    "elapsed,tunnel_insp_rule,remote_user_ip,remote_user_id,rule_uuid,pcap_id,"            \
	    "dynusergroup_name,src_edl,dst_edl,high_res_timestamp,nssai_sd,nssai_sst,pdu_session_" \
	    "id," APP "is_saas_of_app,sanctioned_state_of_app,cluster_name"

#define GTP                                                                                        \
	HEAD "src,dst,,,rule,,,app,vsys,from,to,inbound_if,outbound_if,logset,,sessionid,,sport,"  \
	     "dport,,,,proto,action,event_type,msisdn,apn,rat,msg_type,end_ip_adr,teid1,teid2,"    \
	     "gtp_interface,cause_code,severity,mcc,mnc,area_code,cell_id,event_code,,,srcloc,"    \
	     "dstloc,,,,,,,,imsi,imei,,,,,,,,,,,,,,,,,start,elapsed,tunnel_insp_rule,"             \
	     "remote_user_ip,remote_user_id,rule_uuid,pcap_id,high_res_timestamp,nssai_sst,"       \
	     "nssai_sd," APP "is_saas_of_app,sanctioned_state_of_app"

#define SCTP                                                                                       \
	",receive_time,serial,type,,,time_generated,src,dst,,,rule,,,,vsys,from,to,inbound_if,"    \
	"outbound_if,logset,,sessionid,repeatcnt,sport,dport,,,,,proto,action," GROUPS             \
	",seqno,,assoc_id,ppid,severity,sctp_chunk_type,,verif_tag_1,verif_tag_2,"                 \
	"sctp_cause_code,diam_app_id,diam_cmd_code,diam_avp_code,stream_id,assoc_end_reason,"      \
	"op_code,sccp_calling_ssn,sccp_calling_gt,sctp_filter,chunks,chunks_sent,"                 \
	"chunks_received,packets,pkts_sent,pkts_received,rule_uuid,high_res_timestamp"

#define AUDIT HEAD "eventid,object,cmd,severity"

struct text paloalto_columns(struct text type)
{
	static const struct {
		struct text type;
		struct text columns;
	} known[] = {
	    {TEXT_INIT("TRAFFIC"), TEXT_INIT(TRAFFIC)},
	    {TEXT_INIT("THREAT"), TEXT_INIT(THREAT)},
	    {TEXT_INIT("SYSTEM"), TEXT_INIT(SYSTEM)},
	    {TEXT_INIT("CONFIG"), TEXT_INIT(CONFIG)},
	    {TEXT_INIT("CONFIG-SHORT"), TEXT_INIT(CONFIG_SHORT)},
	    {TEXT_INIT("GLOBALPROTECT"), TEXT_INIT(GLOBALPROTECT)},
	    {TEXT_INIT("USERID"), TEXT_INIT(USERID)},
	    {TEXT_INIT("HIPMATCH"), TEXT_INIT(HIPMATCH)},
	    {TEXT_INIT("HIP-MATCH"), TEXT_INIT(HIPMATCH)},
	    {TEXT_INIT("DECRYPTION"), TEXT_INIT(DECRYPTION)},
	    {TEXT_INIT("AUTHENTICATION"), TEXT_INIT(AUTHENTICATION)},
	    {TEXT_INIT("IPTAG"), TEXT_INIT(IPTAG)},
	    {TEXT_INIT("CORRELATION"), TEXT_INIT(CORRELATION)},
	    {TEXT_INIT("START"), TEXT_INIT(TUNNEL)},
	    {TEXT_INIT("END"), TEXT_INIT(TUNNEL)},
	    {TEXT_INIT("TUNNEL"), TEXT_INIT(TUNNEL)},
	    {TEXT_INIT("GTP"), TEXT_INIT(GTP)},
	    {TEXT_INIT("SCTP"), TEXT_INIT(SCTP)},
	    {TEXT_INIT("AUDIT"), TEXT_INIT(AUDIT)},
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (text_equal(known[i].type, type))
			return known[i].columns;
	}
	return (struct text){NULL, 0};
}
